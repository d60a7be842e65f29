"""Programs that feed parsers what nobody would write; the ordinary tests run each for a bounded number of inputs."""
