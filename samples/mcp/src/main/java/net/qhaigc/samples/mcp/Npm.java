package net.qhaigc.samples.mcp;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Checks whether this computer can start MCP servers with {@code npx}, which is part of
 * npm.
 */
final class Npm {

	private Npm() {
	}

	static boolean isInstalled() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "npx")));
	}

}
