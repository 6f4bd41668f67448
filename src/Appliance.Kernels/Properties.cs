using System.Runtime.CompilerServices;

// Field arithmetic keeps its intermediate values on the stack and writes each before reading it; clearing them first costs about
// as much as an addition.
[module: SkipLocalsInit]
