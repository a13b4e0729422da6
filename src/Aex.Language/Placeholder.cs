namespace Aex.Language; internal static class Placeholder;
