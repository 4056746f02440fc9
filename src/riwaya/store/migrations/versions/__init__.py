"""One file a version of the tables, each naming the one before it; never changed after a release."""
