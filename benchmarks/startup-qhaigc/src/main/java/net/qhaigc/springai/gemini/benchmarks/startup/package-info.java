/**
 * An application with our chat model.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
