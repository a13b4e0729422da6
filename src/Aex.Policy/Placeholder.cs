namespace Aex.Policy; internal static class Placeholder;
