"""What a person says against what the program read: corrections, laid over every reading of a document."""

from graph.correcting.corrections import Correction, from_row
from graph.correcting.overlay import Laid, Verdict, lay

__all__ = ["Correction", "Laid", "Verdict", "from_row", "lay"]
