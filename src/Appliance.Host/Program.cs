// Composition starts here; commands live in Cli/.
return 0;
