/**
 * What a user may set for a request, as immutable values.
 */
@NullMarked
package net.qhaigc.springai.gemini.options;

import org.jspecify.annotations.NullMarked;
