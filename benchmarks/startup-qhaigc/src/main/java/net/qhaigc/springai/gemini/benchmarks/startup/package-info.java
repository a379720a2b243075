/**
 * An application with the chat model of this project.
 */
@NullMarked
package net.qhaigc.springai.gemini.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
