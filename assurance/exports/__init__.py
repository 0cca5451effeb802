"""Files that carry data out to be used elsewhere. Each writer takes plain values and gives bytes."""
