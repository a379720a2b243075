/**
 * A turn of the model and the form in which a message keeps it, so that it is sent back
 * exactly as it was received. The entry point is {@code ModelTurn}. The types of this
 * package:
 * <ul>
 * <li>{@code Envelope}: the string in a message's metadata that holds what the message
 * itself cannot express. It is JSON with a version; this class alone knows the names of
 * its keys</li>
 * <li>{@code EnvelopeEntry}: the entry of the envelope for one part of the turn</li>
 * <li>{@code TurnRestorer}: rebuilds the parts from a message and its envelope</li>
 * <li>{@code TextAligner}: finds the texts of the envelope in the text of the message,
 * which the application may have changed</li>
 * <li>{@code Fingerprint}: a short hash that reveals a change</li>
 * <li>{@code MissingSignatures}: the placeholder for signatures that a history no longer
 * has</li>
 * </ul>
 */
@NullMarked
package net.qhaigc.springai.gemini.codec.turn;

import org.jspecify.annotations.NullMarked;
