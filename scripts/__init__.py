"""What is run by those who carry zhize on: releases, pictures, pages made by program."""
