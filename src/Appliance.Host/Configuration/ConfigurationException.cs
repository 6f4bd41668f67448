namespace Appliance.Host.Configuration;

/// <summary>The configuration cannot be used; the message says where and what to do.</summary>
public sealed class ConfigurationException(string message, Exception? cause = null) : Exception(message, cause);
