/**
 * The server for all clients, which runs in a separate JVM.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.server;

import org.jspecify.annotations.NullMarked;
