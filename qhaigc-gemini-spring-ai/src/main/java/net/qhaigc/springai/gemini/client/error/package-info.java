/**
 * The failures of a request: an exception for transient ones, one for permanent ones, and
 * the details that both carry.
 */
@NullMarked
package net.qhaigc.springai.gemini.client.error;

import org.jspecify.annotations.NullMarked;
