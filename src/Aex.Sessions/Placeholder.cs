namespace Aex.Sessions; internal static class Placeholder;
