/**
 * Stores turns of the model (contents with the role {@code model}) in messages and
 * restores them, so that the parts of a turn are sent back in their original order and
 * with their signatures. The entry point is {@code ModelTurn}. The types of this package:
 * <ul>
 * <li>{@code Envelope}: the string in a message's metadata that holds what the message
 * itself cannot express. The string is JSON with a version; only {@code Envelope} knows
 * the names of the keys</li>
 * <li>{@code EnvelopeEntry}: the entry of the envelope for one part of the turn</li>
 * <li>{@code TurnRestorer}: rebuilds the parts from a message and its envelope</li>
 * <li>{@code TextAligner}: finds the texts of the entries in the text of the message,
 * which the application may have changed</li>
 * <li>{@code Fingerprint}: computes short hashes that reveal whether the application has
 * changed a part</li>
 * <li>{@code MissingSignatures}: adds a placeholder where a signature is missing</li>
 * <li>{@code MediaRetention}: whether and where media that the model generated is
 * kept</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.turn;

import org.jspecify.annotations.NullMarked;
