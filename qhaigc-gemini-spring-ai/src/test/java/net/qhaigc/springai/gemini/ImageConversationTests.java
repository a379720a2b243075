package net.qhaigc.springai.gemini;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.support.GatewayFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for conversations with images, through {@link ChatClient} and a chat memory,
 * against a gateway that checks requests strictly.
 */
@ExtendWith(OutputCaptureExtension.class)
class ImageConversationTests {

	private static final String MODEL = "gemini-3.1-flash-image";

	private static final String PLACEHOLDER = """
			{"text":"[There was an image here. It is from an earlier turn and is not included again.]"}""";

	@RegisterExtension
	final GatewayFixture fixture = GatewayFixture.requiringAllReplies();

	private final ChatMemory memory = MessageWindowChatMemory.builder().maxMessages(100).build();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsGeneratedImageBackWithItsSignature(boolean streamed) {
		this.fixture.gateway().image(image(1)).signature("c2ln");
		this.fixture.gateway().reply("Done.");
		ChatClient client = client(options());
		send(client, "Paint.", streamed);
		send(client, "Brighter.", streamed);
		assertThat(contents(2).get(1)).hasToString(
				"""
						{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"%s"},"thoughtSignature":"c2ln"}]}"""
					.formatted(base64(1)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsGeneratedImagesOfLastThreeTurnsByDefault(boolean streamed) {
		ChatClient client = client(options());
		sendEdits(client, 6, streamed);
		assertThat(images(contents(6))).containsExactly(base64(3), base64(4), base64(5));
		assertThat(contents(6).get(1)).hasToString("""
				{"role":"model","parts":[{"text":"Version 1."},%s]}""".formatted(PLACEHOLDER));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void sendsImagesOfConfiguredNumberOfTurns(boolean streamed) {
		ChatClient client = client(options().keepImages(1));
		sendEdits(client, 4, streamed);
		assertThat(images(contents(4))).containsExactly(base64(3));
		assertThat(contents(4).get(3)).hasToString("""
				{"role":"model","parts":[{"text":"Version 2."},%s]}""".formatted(PLACEHOLDER));
	}

	@Test
	void sendsNoEarlierImagesIfKeepImagesIsZero() {
		ChatClient client = client(options().keepImages(0));
		sendEdits(client, 3, true);
		assertThat(images(contents(3))).isEmpty();
	}

	@Test
	void omitsUserImagesOnlyIfKeepImagesIsSet() {
		List<Message> conversation = new ArrayList<>();
		for (int i = 1; i <= 5; i++) {
			conversation.add(photo(i));
			conversation.add(new AssistantMessage("Photo " + i));
		}
		conversation.add(photo(6));
		this.fixture.gateway().reply("All.");
		this.fixture.gateway().reply("Three.");
		this.fixture.model(options().build()).call(new Prompt(conversation));
		this.fixture.model(options().keepImages(2).build()).call(new Prompt(conversation));
		assertThat(images(contents(1))).hasSize(6);
		// The images of the two preceding turns, and the image of the current turn.
		assertThat(images(contents(2))).containsExactly(base64(4), base64(5), base64(6));
		assertThat(contents(2).get(0)).hasToString("""
				{"role":"user","parts":[%s,{"text":"What is this?"}]}""".formatted(PLACEHOLDER));
	}

	@Test
	void doesNotCountTurnsWithoutImages() {
		List.of("A cat.", "Four.", "No.", "Grey.").forEach(this.fixture.gateway()::reply);
		ChatClient client = client(options().keepImages(1));
		client.prompt().messages(photo(1)).call().content();
		send(client, "How many legs?", false);
		send(client, "Wings?", false);
		send(client, "Its colour?", false);
		assertThat(images(contents(4))).containsExactly(base64(1));
	}

	@Test
	void metadataContainsReferenceToStoredMedia() {
		InMemoryMediaStore store = new InMemoryMediaStore();
		this.fixture.gateway().image(image(1)).signature("c2ln");
		AssistantMessage message = aggregatedMessage(
				this.fixture.modelBuilder().options(options().build()).mediaStore(store).build());
		assertThat(message.getMedia()).isEmpty();
		// The store returns the same reference again for the same image.
		String reference = store.put(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(1))));
		assertThat(message.getMetadata().get("qhaigcTurn")).asString()
			.contains("\"u\":\"" + reference + "\"")
			.doesNotContain(base64(1));
	}

	@Test
	void warnsIfMediaIsMissingFromStore(CapturedOutput output) {
		this.fixture.gateway().image(image(1)).signature("c2ln");
		this.fixture.gateway().reply("Which?");
		// Each of the two models has a media store of its own.
		AssistantMessage painting = aggregatedMessage(this.fixture.model(options().build()));
		this.fixture.model(options().build())
			.call(new Prompt(new UserMessage("Paint."), painting, new UserMessage("Brighter.")));
		assertThat(contents(2)).hasSize(1);
		assertThat(output).containsOnlyOnce("The media store no longer has media of the conversation");
	}

	@Test
	void copiesMediaToMetadataIfStoreFails(CapturedOutput output) {
		this.fixture.gateway().image(image(1)).signature("c2ln");
		this.fixture.gateway().reply("Done.");
		QhaigcGeminiChatModel model = this.fixture.modelBuilder()
			.options(options().build())
			.mediaStore(new FailingStore())
			.build();
		AssistantMessage painting = aggregatedMessage(model);
		model.call(new Prompt(new UserMessage("Paint."), painting, new UserMessage("Brighter.")));
		assertThat(images(contents(2))).containsExactly(base64(1));
		assertThat(output).containsOnlyOnce("cannot be stored (java.lang.IllegalStateException: The disk is full)");
	}

	@Test
	void callsBlockingStoreOnlyOnThreadsThatCanBlock() {
		BlockingStore store = new BlockingStore();
		this.fixture.gateway().image(image(1)).signature("c2ln");
		this.fixture.gateway().reply("Done.");
		QhaigcGeminiChatModel model = this.fixture.modelBuilder().options(options().build()).mediaStore(store).build();
		AssistantMessage painting = aggregatedMessage(model);
		Flux<ChatResponse> secondTurn = model
			.stream(new Prompt(new UserMessage("Paint."), painting, new UserMessage("Brighter.")));
		Flux.defer(() -> secondTurn).subscribeOn(Schedulers.parallel()).blockLast();
		assertThat(images(contents(2))).containsExactly(base64(1));
		assertThat(store.threads).hasSize(2)
			.noneMatch((thread) -> thread.matches("parallel.*|reactor-http.*|qhaigc-.*"));
	}

	@Test
	void keepsMediaOutOfMetadataIfConfigured(CapturedOutput output) {
		this.fixture.gateway().image(image(1)).signature("c2ln");
		this.fixture.gateway().reply("Which?");
		QhaigcGeminiChatModel model = this.fixture.model(options().mediaInMetadata(MediaInMetadata.NONE).build());
		AssistantMessage painting = aggregatedMessage(model);
		model.call(new Prompt(new UserMessage("Paint."), painting, new UserMessage("Brighter.")));
		assertThat(images(contents(2))).isEmpty();
		assertThat(output).containsOnlyOnce("Set qhaigc.chat.media-in-metadata=copy");
	}

	private AssistantMessage aggregatedMessage(QhaigcGeminiChatModel model) {
		List<ChatResponse> aggregated = new ArrayList<>();
		new MessageAggregator().aggregate(model.stream(new Prompt("Paint.")), aggregated::add).blockLast();
		return aggregated.get(0).getResult().getOutput();
	}

	private void sendEdits(ChatClient client, int turns, boolean streamed) {
		for (int i = 1; i <= turns; i++) {
			this.fixture.gateway().reply("Version " + i + ".").image(image(i)).signature("c2ln");
			send(client, "Edit " + i, streamed);
		}
	}

	private ChatClient client(QhaigcGeminiChatOptions.Builder options) {
		return ChatClient.builder(this.fixture.model(options.build()))
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "images"))
			.build();
	}

	private static QhaigcGeminiChatOptions.Builder options() {
		return QhaigcGeminiChatOptions.builder().model(MODEL);
	}

	private static void send(ChatClient client, String text, boolean streamed) {
		if (streamed) {
			client.prompt(text).stream().chatResponse().blockLast();
		}
		else {
			client.prompt(text).call().chatResponse();
		}
	}

	private static UserMessage photo(int number) {
		return UserMessage.builder()
			.text("What is this?")
			.media(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(number))))
			.build();
	}

	private List<JsonNode> contents(int requestNumber) {
		return List.copyOf(this.fixture.gateway().received().get(requestNumber - 1).json().path("contents").values());
	}

	private static List<String> images(List<JsonNode> contents) {
		return contents.stream()
			.flatMap((content) -> content.path("parts").valueStream())
			.filter((part) -> part.has("inlineData"))
			.map((part) -> part.path("inlineData").path("data").asString())
			.toList();
	}

	private static byte[] image(int number) {
		return new byte[] { 1, 2, (byte) number };
	}

	private static String base64(int number) {
		return Base64.getEncoder().encodeToString(image(number));
	}

	/** A store that fails to store media. */
	private static final class FailingStore implements MediaStore {

		@Override
		public String put(Media media) {
			throw new IllegalStateException("The disk is full");
		}

		@Override
		public Media get(String reference) {
			return null;
		}

	}

	/**
	 * A store that records the threads that call it. It is blocking, which is the default
	 * of {@link MediaStore#isBlocking()}.
	 */
	private static final class BlockingStore implements MediaStore {

		private final InMemoryMediaStore store = new InMemoryMediaStore();

		private final List<String> threads = new ArrayList<>();

		@Override
		public String put(Media media) {
			this.threads.add(Thread.currentThread().getName());
			return this.store.put(media);
		}

		@Override
		public Media get(String reference) {
			this.threads.add(Thread.currentThread().getName());
			return this.store.get(reference);
		}

	}

}
