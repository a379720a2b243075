/**
 * An application with the chat model of this library's starter.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
