/**
 * Auto-configuration for what a chat memory stores: messages in a database, and media in
 * a database, in files or in memory.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure.memory;

import org.jspecify.annotations.NullMarked;
