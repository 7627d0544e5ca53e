"""One module a publisher and format: it claims files by what they are and reads them strictly into drafts."""
