using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Appliance.Index.Tests")]
