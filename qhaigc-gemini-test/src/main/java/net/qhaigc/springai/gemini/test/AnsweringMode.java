package net.qhaigc.springai.gemini.test;

import java.util.function.Function;

/**
 * Answers sensibly by itself.
 */
final class AnsweringMode implements Function<ReceivedRequest, Reply> {

	@Override
	public Reply apply(ReceivedRequest request) {
		return new Reply(ModelTurn.EMPTY.with(WireParts.text("Hello.")));
	}

}
