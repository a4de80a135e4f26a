"""The plugin that the package brings, also where the package itself is not installed."""

pytest_plugins = ("djstripe.sandbox.pytest_plugin",)
