"""Read crawls: the pipeline over many files of pages, on the cores of one machine or on a cluster."""
