/**
 * The server to which all clients send requests. It runs in a separate JVM.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.server;

import org.jspecify.annotations.NullMarked;
