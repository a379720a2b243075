package net.qhaigc.springai.gemini.test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiImageModel;
import org.springframework.ai.openai.OpenAiImageOptions;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;
import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for image requests, which are sent with Spring AI's OpenAI module if the module
 * supports them.
 */
@ExtendWith(QhaigcGatewayExtension.class)
class ImagesEndpointTests {

	private static final String PATH = "/v1/images/generations";

	private final QhaigcGateway gateway;

	private final TestClient client;

	ImagesEndpointTests(QhaigcGateway gateway) {
		this.gateway = gateway;
		this.client = new TestClient(gateway);
	}

	@Test
	void generatesImageOfRequestedSize() throws IOException {
		Image image = call(options("gpt-image-1").width(64).height(32));

		BufferedImage decoded = decode(Base64.getDecoder().decode(image.getB64Json()));
		assertThat(decoded.getWidth()).isEqualTo(64);
		assertThat(decoded.getHeight()).isEqualTo(32);
	}

	@Test
	void returnsImageUrl() throws IOException {
		Image image = call(options("dall-e-3").responseFormat("url"));

		assertThat(image.getUrl()).startsWith(this.gateway.url() + "/v1/images/files/").endsWith(".png");
		byte[] bytes = URI.create(image.getUrl()).toURL().openStream().readAllBytes();
		assertThat(decode(bytes).getWidth()).isEqualTo(1024);
		assertThat(this.gateway.received()).extracting(ReceivedRequest::endpoint)
			.containsExactly(Endpoint.IMAGES, Endpoint.IMAGE_FILE);
	}

	@Test
	void generatesSameImageForSamePrompt() {
		assertThat(call(options("gpt-image-1"))).isEqualTo(call(options("gpt-image-1")));
	}

	@Test
	void generatesSeveralImages() {
		assertThat(model(options("gpt-image-1").n(2)).call(new ImagePrompt("A cat")).getResults())
			.extracting((result) -> result.getOutput().getB64Json())
			.hasSize(2)
			.doesNotHaveDuplicates();
	}

	@Test
	void returnsScriptedImage() {
		this.gateway.when(Endpoint.IMAGES).image(new byte[] { 1, 2, 3 });

		assertThat(call(options("gpt-image-1")).getB64Json()).isEqualTo("AQID");
	}

	@Test
	void returnsScriptedImageUrl() throws IOException {
		this.gateway.when(Endpoint.IMAGES).image(new byte[] { 1, 2, 3 }, "image/webp");

		URI url = URI.create(call(options("dall-e-3").responseFormat("url")).getUrl());

		assertThat(url.getPath()).endsWith(".webp");
		assertThat(url.toURL().openStream().readAllBytes()).containsExactly(1, 2, 3);
	}

	@Test
	void editsImage() {
		String body = """
				--x\r
				Content-Disposition: form-data; name="model"\r
				\r
				gpt-image-1\r
				--x\r
				Content-Disposition: form-data; name="prompt"\r
				\r
				Add a hat\r
				--x\r
				Content-Disposition: form-data; name="image"; filename="cat.png"\r
				Content-Type: image/png\r
				\r
				...\r
				--x--\r
				""";

		String response = this.client
			.send(java.net.http.HttpRequest
				.newBuilder(this.client.request("/v1/images/edits", body),
						(name, value) -> !name.equals("Content-Type"))
				.header("Content-Type", "multipart/form-data; boundary=x")
				.build())
			.body();

		assertThat(Json.read(response).at("/data/0/b64_json").asString()).startsWith("iVBORw0KGgo");
		assertThat(this.gateway.received().get(0).json()).isEqualTo(Json.read("""
				{
				  "model": "gpt-image-1",
				  "prompt": "Add a hat",
				  "image": {"filename": "cat.png", "content_type": "image/png", "bytes": 3}
				}"""));
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"prompt": "A cat"} -> Missing required parameter: 'model'.""", """
			{"model": "gpt-image-1"} -> Missing required parameter: 'prompt'.""", """
			{"model": "gpt-image-1", "prompt": "A cat", "n": 11} -> Invalid value for 'n'""", """
			{"model": "gpt-image-1", "prompt": "A cat", "size": "large"} -> Invalid value for 'size'""", """
			{"model": "gpt-image-1", "prompt": "A cat", "seed": 1} -> Unrecognized request argument supplied: seed""" })
	void rejectsInvalidRequest(String requestAndMessage) {
		String[] parts = requestAndMessage.split(" -> ");

		assertThat(Json.read(this.client.post(PATH, parts[0]).body()).at("/error/message").asString())
			.contains(parts[1]);
		this.gateway.allowRejectedRequests();
	}

	@Test
	void reportsImageFormatThatCannotBeGenerated() {
		assertThat(this.client.post(PATH, """
				{"model": "gpt-image-1", "prompt": "A cat", "output_format": "webp"}""").body())
			.contains("generates only PNG images. Script a reply with image(..)");
		this.gateway.reset();
	}

	@Test
	void rejectsInvalidApiKey() {
		OpenAiImageOptions.Builder options = options("gpt-image-1");
		options.apiKey("wrong");
		OpenAiImageModel model = model(options);

		assertThatException().isThrownBy(() -> model.call(new ImagePrompt("A cat"))).withMessageContaining("not valid");
		this.gateway.allowRejectedRequests();
	}

	private static BufferedImage decode(byte[] png) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(png));
	}

	private static Image call(OpenAiImageOptions.Builder options) {
		return model(options).call(new ImagePrompt("A cat")).getResult().getOutput();
	}

	private static OpenAiImageModel model(OpenAiImageOptions.Builder options) {
		return OpenAiImageModel.builder().options(options.build()).build();
	}

	private OpenAiImageOptions.Builder options(String model) {
		OpenAiImageOptions.Builder options = OpenAiImageOptions.builder();
		options.model(model).apiKey(this.gateway.apiKey()).baseUrl(this.gateway.url() + "/v1");
		return options;
	}

}
