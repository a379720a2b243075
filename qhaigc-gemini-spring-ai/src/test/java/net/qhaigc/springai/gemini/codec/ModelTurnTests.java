package net.qhaigc.springai.gemini.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.wire.GatewayRequest;
import net.qhaigc.springai.gemini.wire.GatewayResponse;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A turn of the model goes back exactly as it came, unless the application changed it.
 */
class ModelTurnTests {

	private static final String CALLS = """
			[{"text":"Let me look."},\
			{"functionCall":{"name":"weather","args":{"city":"Oslo"}},"thoughtSignature":"AAA="},\
			{"functionCall":{"name":"weather","args":{"city":"Rome"}}}]""";

	private int lostMedia;

	@Test
	void aPlainTextNeedsNoEnvelope() {
		AssistantMessage message = received("""
				[{"text":"Hello."}]""");
		assertThat(envelope(message)).isEmpty();
		assertThat(replayed(message)).isEqualTo("""
				[{"text":"Hello."}]""");
	}

	@Test
	void unsignedCallsAfterATextNeedNoEnvelope() {
		String parts = """
				[{"text":"Two calls."},{"functionCall":{"name":"a","args":{"x":1}}},{"functionCall":{"name":"b","args":{}}}]""";
		AssistantMessage message = received(parts);
		assertThat(envelope(message)).isEmpty();
		assertThat(replayed(message)).isEqualTo(parts);
	}

	@Test
	void anEnvelopeRepeatsNeitherTextNorArguments() {
		assertThat(envelope(received(CALLS))).contains("AAA=").doesNotContain("Let me").doesNotContain("Oslo");
	}

	@Test
	void theSameTurnHasTheSameEnvelopeEverywhere() {
		assertThat(envelope(received(CALLS))).isEqualTo("""
				{"v":1,"p":[{"t":12,"h":"%s"},{"c":0,"h":"%s","s":"AAA="},{"c":1,"h":"%s"}]}""".formatted(
				Fingerprint.of("Let me look."), Fingerprint.of("weather", Map.of("city", "Oslo")),
				Fingerprint.of("weather", Map.of("city", "Rome"))));
	}

	@Test
	void signaturesStayOnTheirParts() {
		assertThat(replayed(received(CALLS))).isEqualTo(CALLS);
	}

	@Test
	void anEmptyTextThatCarriesASignatureIsKept() {
		String parts = """
				[{"text":"Done."},{"text":"","thoughtSignature":"c2ln"}]""";
		assertThat(replayed(received(parts))).isEqualTo(parts);
	}

	@Test
	void aPartWithoutDataNeverGoesBackButItsSignatureDoes() {
		assertThat(replayed(received("""
				[{},{"text":"Done."},{"hologram":null},{"thoughtSignature":"c2ln"}]"""))).isEqualTo("""
				[{"text":"Done."},{"text":"","thoughtSignature":"c2ln"}]""");
		assertThat(envelope(received("[{},{\"text\":\"Done.\"}]"))).isEmpty();
	}

	@Test
	void thoughtsGoBackOnlyIfSigned() {
		assertThat(replayed(received(
				"""
						[{"text":"Hm.","thought":true},{"text":"Aha.","thought":true,"thoughtSignature":"dGg="},{"text":"Yes."}]""")))
			.isEqualTo("""
					[{"text":"Aha.","thought":true,"thoughtSignature":"dGg="},{"text":"Yes."}]""");
	}

	@Test
	void codeServerToolsAndUnknownPartsKeepTheirPlace() {
		String parts = """
				[{"text":"I compute."},\
				{"executableCode":{"language":"PYTHON","code":"print(1)","id":"x1"},"thoughtSignature":"Y29kZQ=="},\
				{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1\\n","id":"x1"}},\
				{"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["q"]},"id":"t1"},"thoughtSignature":"dG9vbA=="},\
				{"toolResponse":{"toolType":"GOOGLE_SEARCH_WEB","response":{"search_suggestions":"<b>"},"id":"t1","novel":7}},\
				{"hologram":{"depth":3}},\
				{"text":"It is 1.","partMetadata":{"a":1}}]""";
		assertThat(replayed(received(parts))).isEqualTo(parts);
	}

	@Test
	void aPartKeepsWhateverStandsInItAndBesideIt() {
		String parts = """
				[{"text":"Hi.","thought":false,"thoughtSignature":"AAA="},\
				{"functionCall":{"name":"a","args":{},"novel":{"x":1}},"thoughtSignature":"BBB=","further":[1]},\
				{"inlineData":{"mimeType":"image/png","data":"AQID","displayName":"a.png"},"thoughtSignature":"CCC="}]""";
		assertThat(replayed(received(parts))).isEqualTo(parts);
	}

	@Test
	void idsOfCallsAreKeptOnlyIfTheyWereOnTheWire() {
		String parts = """
				[{"functionCall":{"name":"a","args":{},"id":"w1"}},{"functionCall":{"name":"a","args":{"n":1}}}]""";
		AssistantMessage message = received(parts);
		assertThat(replayed(message)).isEqualTo(parts);
		assertThat(message.getToolCalls().get(0).id()).isEqualTo("w1");
		assertThat(message.getToolCalls().get(1).id()).matches("call_[A-Za-z0-9]{24}");
	}

	@Test
	void aCallWithoutArgumentsGoesBackWithoutArguments() {
		String parts = """
				[{"functionCall":{"name":"now"},"thoughtSignature":"AAA="}]""";
		AssistantMessage message = received(parts);
		assertThat(message.getToolCalls().get(0).arguments()).isEqualTo("{}");
		assertThat(replayed(message)).isEqualTo(parts);
	}

	@Test
	void aCallThatIsOnlyThoughtOfNeitherRunsNorGoesBack() {
		AssistantMessage message = received("""
				[{"functionCall":{"name":"a","args":{}},"thought":true,"thoughtSignature":"AAA="},\
				{"functionCall":{"name":"b","args":{"n":1}},"thoughtSignature":"BBB="},\
				{"functionCall":{"name":"b","args":{"n":2}}}]""");
		assertThat(message.getToolCalls()).extracting(ToolCall::arguments).containsExactly("{\"n\":1}", "{\"n\":2}");
		ToolCall first = message.getToolCalls().get(0);
		ToolCall changed = new ToolCall(first.id(), "function", "b", "{\"n\":9}");
		assertThat(replayed(message)).isEqualTo("""
				[{"functionCall":{"name":"b","args":{"n":1}},"thoughtSignature":"BBB="},\
				{"functionCall":{"name":"b","args":{"n":2}}}]""");
		assertThat(replayed(edited(message, "", List.of(changed, message.getToolCalls().get(1))))).isEqualTo("""
				[{"functionCall":{"name":"b","args":{"n":9}}},{"functionCall":{"name":"b","args":{"n":2}}}]""");
	}

	@Test
	void numbersOfArgumentsGoBackAsTheyCame() {
		String parts = """
				[{"functionCall":{"name":"n","args":{"a":1.0,"b":12345678901234567890,"c":0.10,"d":null,"e":[true,{}]}},\
				"thoughtSignature":"AAA="}]""";
		assertThat(replayed(received(parts))).isEqualTo(parts);
	}

	@Test
	void anImageGoesBackInItsPlaceWithItsSignature() {
		String parts = """
				[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"aW1n"},\
				{"text":"Nice?"}]""";
		AssistantMessage message = received(parts);
		assertThat(message.getMedia()).hasSize(1);
		assertThat(envelope(message)).doesNotContain("iVBORw==");
		assertThat(replayed(message)).isEqualTo(parts);
		assertThat(this.lostMedia).isZero();
	}

	@Test
	void anImageThatWasDroppedOnTheWayIsLeftOutAndToldOf() {
		AssistantMessage message = received(
				"""
						[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"aW1n"}]""");
		AssistantMessage textOnly = AssistantMessage.builder()
			.content(message.getText())
			.properties(message.getMetadata())
			.build();
		assertThat(replayed(textOnly)).isEqualTo("""
				[{"text":"Here:"}]""");
		assertThat(this.lostMedia).isEqualTo(1);
	}

	@Test
	void anImageThatTheEnvelopeKeepsSurvivesAMemoryThatDropsMedia() {
		String parts = """
				[{"text":"Here:"},{"inlineData":{"mimeType":"image/png","data":"iVBORw=="},"thoughtSignature":"aW1n"}]""";
		AssistantMessage message = received(parts, true);
		AssistantMessage textOnly = AssistantMessage.builder()
			.content(message.getText())
			.properties(message.getMetadata())
			.build();
		assertThat(replayed(textOnly)).isEqualTo(parts);
		assertThat(replayed(message)).isEqualTo(parts);
		assertThat(this.lostMedia).isZero();
	}

	@Test
	void metadataThatWentThroughJsonIsAsGood() {
		AssistantMessage message = received(CALLS);
		Map<String, Object> stored = new HashMap<>();
		message.getMetadata().forEach((key, value) -> stored.put(key, value.toString()));
		AssistantMessage restored = AssistantMessage.builder()
			.content(message.getText())
			.toolCalls(message.getToolCalls())
			.properties(stored)
			.build();
		assertThat(replayed(restored)).isEqualTo(CALLS);
	}

	@Test
	void textInFrontOfAnUnchangedTurnGoesFirst() {
		AssistantMessage message = received(CALLS);
		assertThat(replayed(edited(message, "Round one. " + message.getText(), message.getToolCalls()))).isEqualTo("""
				[{"text":"Round one. "},""" + CALLS.substring(1));
	}

	@Test
	void anEditedTextReplacesTheTextAndLeavesTheCallSigned() {
		AssistantMessage message = received(CALLS);
		assertThat(replayed(edited(message, "Let me see.", message.getToolCalls())))
			.isEqualTo(CALLS.replace("Let me look.", "Let me see."));
	}

	@Test
	void anEditedTextLosesItsOwnSignatureAlone() {
		AssistantMessage message = received("""
				[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
				{"text":"Two.","thoughtSignature":"Mg=="}]""");
		assertThat(replayed(edited(message, "One. Three.", List.of()))).isEqualTo("""
				[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
				{"text":"Three."}]""");
		assertThat(replayed(edited(message, "Zero. Two.", List.of()))).isEqualTo("""
				[{"text":"Zero. "},{"executableCode":{"language":"PYTHON","code":"1"}},\
				{"text":"Two.","thoughtSignature":"Mg=="}]""");
		assertThat(replayed(edited(message, "One. More. Two.", List.of()))).isEqualTo("""
				[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
				{"text":"More. "},{"text":"Two.","thoughtSignature":"Mg=="}]""");
		assertThat(replayed(edited(message, "One. Two. Three.", List.of()))).isEqualTo("""
				[{"text":"One. ","thoughtSignature":"MQ=="},{"executableCode":{"language":"PYTHON","code":"1"}},\
				{"text":"Two.","thoughtSignature":"Mg=="},{"text":" Three."}]""");
	}

	@Test
	void aTakenAwayTextIsGone() {
		AssistantMessage message = received(CALLS);
		assertThat(replayed(edited(message, "", message.getToolCalls())))
			.isEqualTo(CALLS.replace("{\"text\":\"Let me look.\"},", ""));
	}

	@Test
	void aChangedCallLosesItsSignatureAndAnUnchangedOneKeepsIt() {
		AssistantMessage message = received("""
				[{"functionCall":{"name":"a","args":{"x":1}},"thoughtSignature":"MQ=="},\
				{"functionCall":{"name":"b","args":{"y":2}},"thoughtSignature":"Mg=="}]""");
		ToolCall first = message.getToolCalls().get(0);
		ToolCall second = message.getToolCalls().get(1);
		ToolCall changed = new ToolCall(first.id(), first.type(), first.name(), "{\"x\":9}");
		assertThat(replayed(edited(message, "", List.of(changed, second)))).isEqualTo("""
				[{"functionCall":{"name":"a","args":{"x":9}}},\
				{"functionCall":{"name":"b","args":{"y":2}},"thoughtSignature":"Mg=="}]""");
		assertThat(replayed(edited(message, "", List.of(second)))).isEqualTo("""
				[{"functionCall":{"name":"b","args":{"y":2}},"thoughtSignature":"Mg=="}]""");
		assertThat(replayed(edited(message, "", List.of(first, second, new ToolCall("n", "function", "c", "{}")))))
			.endsWith("""
					{"functionCall":{"name":"c","args":{}}}]""");
	}

	@Test
	void callsAreComparedAsJson() {
		AssistantMessage message = received("""
				[{"functionCall":{"name":"a","args":{"x":1,"y":[2.50]}},"thoughtSignature":"MQ=="}]""");
		ToolCall call = message.getToolCalls().get(0);
		ToolCall reordered = new ToolCall(call.id(), call.type(), call.name(), "{ \"y\": [2.5], \"x\": 1.0 }");
		assertThat(replayed(edited(message, "", List.of(reordered)))).contains("MQ==");
	}

	@Test
	void aStreamedTurnIsTheSameThroughSpringAisAggregator() {
		assertThat(replayed(streamed("[{\"text\":\"Let me \"}]", "[{\"text\":\"look.\"}]", """
				[{"functionCall":{"name":"weather","args":{"city":"Oslo"}},"thoughtSignature":"AAA="}]""", """
				[{"functionCall":{"name":"weather","args":{"city":"Rome"}}}]"""))).isEqualTo(CALLS);
	}

	@Test
	void inAStreamOnlyUnsignedTextsAreJoined() {
		assertThat(replayed(streamed("[{\"text\":\"a\"}]", "[{\"text\":\"b\",\"thoughtSignature\":\"Yg==\"}]",
				"[{\"text\":\"c\"}]", "[{\"text\":\"d\"}]", "[{\"text\":\"\",\"thoughtSignature\":\"ZQ==\"}]")))
			.isEqualTo(
					"""
							[{"text":"a"},{"text":"b","thoughtSignature":"Yg=="},{"text":"cd"},{"text":"","thoughtSignature":"ZQ=="}]""");
	}

	@Test
	void anEnvelopeThatSomethingElseWroteSaysNothing() {
		for (String foreign : List.of("{", "[]", "{\"v\":2,\"p\":[{\"r\":{\"text\":\"Ho\"}}]}", "null",
				"{\"v\":1,\"p\":7}")) {
			AssistantMessage message = AssistantMessage.builder()
				.content("Hi")
				.properties(Map.of("qhaigcTurn", foreign))
				.build();
			assertThat(replayed(message)).isEqualTo("[{\"text\":\"Hi\"}]");
		}
	}

	private AssistantMessage received(String parts) {
		return received(parts, false);
	}

	private AssistantMessage received(String parts, boolean keepMedia) {
		return new ResponseDecoder(new WarnOnce()).decode(event(parts, "\"finishReason\":\"STOP\""), asked(keepMedia))
			.getResult()
			.getOutput();
	}

	private AssistantMessage streamed(String... parts) {
		StreamDecoder decoder = new StreamDecoder(asked(false), new WarnOnce());
		List<ChatResponse> chunks = new ArrayList<>();
		for (String part : parts) {
			chunks.addAll(decoder.decode(event(part, "\"index\":0")));
		}
		chunks.add(decoder.close("STOP"));
		List<Generation> aggregated = new ArrayList<>();
		new MessageAggregator().aggregate(Flux.fromIterable(chunks), (whole) -> aggregated.add(whole.getResult()))
			.blockLast();
		return aggregated.get(0).getOutput();
	}

	private static GatewayResponse event(String parts, String end) {
		byte[] json = "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":%s},%s}]}".formatted(parts, end)
			.getBytes(java.nio.charset.StandardCharsets.UTF_8);
		return new GatewayResponse(WireJson.readResponse(json, 0, json.length), Map.of());
	}

	private static EncodedPrompt asked(boolean keepMedia) {
		GenerateContentRequest body = new GenerateContentRequest(List.of(), null, null, null, null, null, null, null,
				null);
		return new EncodedPrompt(new GatewayRequest("gemini-3-flash", body), Map.of(), keepMedia);
	}

	private static AssistantMessage edited(AssistantMessage message, String text, List<ToolCall> calls) {
		return AssistantMessage.builder()
			.content(text)
			.toolCalls(calls)
			.properties(message.getMetadata())
			.media(message.getMedia())
			.build();
	}

	private static String envelope(AssistantMessage message) {
		return (String) message.getMetadata().get("qhaigcTurn");
	}

	private String replayed(AssistantMessage message) {
		return WireJson.write(
				ModelTurn.replay(message, () -> this.lostMedia++).stream().map(ModelTurn.RestoredPart::part).toList());
	}

}
