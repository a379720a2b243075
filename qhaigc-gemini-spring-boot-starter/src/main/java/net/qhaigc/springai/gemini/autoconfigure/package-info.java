/**
 * Auto-configuration: properties in, beans out, no decisions of its own.
 */
@NullMarked
package net.qhaigc.springai.gemini.autoconfigure;

import org.jspecify.annotations.NullMarked;
