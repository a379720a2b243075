/**
 * The gateway's JSON, field for field: records in which null means absent.
 */
@NullMarked
package net.qhaigc.springai.gemini.wire;

import org.jspecify.annotations.NullMarked;
