"""The page of figures and tables for a paper: `zhize report`."""
