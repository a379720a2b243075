/**
 * The server that all clients talk to, for a JVM of its own.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.server;

import org.jspecify.annotations.NullMarked;
