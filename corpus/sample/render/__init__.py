"""Give the sources of the sample round their file formats."""
