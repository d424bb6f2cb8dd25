"""From a document to its findings, one decision a file."""
