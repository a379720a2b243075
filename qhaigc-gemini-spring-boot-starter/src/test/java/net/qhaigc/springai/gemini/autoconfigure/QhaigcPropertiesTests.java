package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcStructuredOutputProperties;
import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcToolCallingProperties;
import net.qhaigc.springai.gemini.autoconfigure.cost.QhaigcPriceProperties;
import net.qhaigc.springai.gemini.autoconfigure.failover.QhaigcCircuitBreakerProperties;
import net.qhaigc.springai.gemini.autoconfigure.memory.QhaigcJdbcMemoryProperties;
import net.qhaigc.springai.gemini.autoconfigure.memory.QhaigcMediaStoreProperties;
import net.qhaigc.springai.gemini.autoconfigure.observation.QhaigcObservationProperties;
import net.qhaigc.springai.gemini.autoconfigure.openai.QhaigcOpenAiProperties;
import net.qhaigc.springai.gemini.autoconfigure.quota.QhaigcBudgetProperties;
import net.qhaigc.springai.gemini.options.Endpoint;
import net.qhaigc.springai.gemini.options.FunctionCallIds;
import net.qhaigc.springai.gemini.options.ImageConfig;
import net.qhaigc.springai.gemini.options.IncompleteStream;
import net.qhaigc.springai.gemini.options.LeadingModelTurn;
import net.qhaigc.springai.gemini.options.MarkdownImages;
import net.qhaigc.springai.gemini.options.MediaInMetadata;
import net.qhaigc.springai.gemini.options.MediaResolution;
import net.qhaigc.springai.gemini.options.MissingSignature;
import net.qhaigc.springai.gemini.options.Modality;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;
import net.qhaigc.springai.gemini.options.RetrievalConfig;
import net.qhaigc.springai.gemini.options.SafetySetting;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.options.ServerTool;
import net.qhaigc.springai.gemini.options.ServiceTier;
import net.qhaigc.springai.gemini.options.Speech;
import net.qhaigc.springai.gemini.options.ThinkTags;
import net.qhaigc.springai.gemini.options.Thinking;
import net.qhaigc.springai.gemini.options.ToolChoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the configuration properties of the starter.
 */
class QhaigcPropertiesTests {

	private static final String CONNECTION = """
			qhaigc:
			  api-key: sk-1
			  base-url: https://gateway.example/proxy
			  model: gemini-3.8-flash
			  endpoint: unified
			  connect-timeout: 3s
			  read-timeout: 40s
			  redirects: follow
			  cookie-handling: disable
			  ssl:
			    bundle: gateway
			  response-timeout: 2m
			  stream-idle-timeout: 90s
			  call-timeout: 10m
			  max-response-size: 8MB
			  max-retry-after: 20s
			  retry-budget: 30
			  max-retry-wait: 45s
			  retry-after-timeout: true
			  max-concurrent-requests: 16
			  quota:
			    requests-per-minute: 600
			    tokens-per-minute: 100000
			    concurrent-requests: 8
			    max-wait: 2s
			    max-tenants: 500
			    store: redis
			    when-store-fails: refuse
			  wire-log: true
			  headers:
			    X-Team: travel
			  pool:
			    max-connections: 50
			    max-pending: 100
			    max-idle-time: 15s
			    max-life-time: 5m
			  proxy:
			    host: proxy.example
			    port: 3128
			    username: me
			    password: secret
			    non-proxy-hosts: localhost, *.internal
			  media-store:
			    type: files
			    directory: data/media
			    max-size: 32MB
			    max-age: 30d
			  unknown-properties: fail
			  failover: hk, lite
			  models:
			    fast:
			      model: gemini-2.5-flash-lite
			""";

	private static final String CHAT = """
			qhaigc:
			  chat:
			    temperature: 0.4
			    top-p: 0.9
			    top-k: 40
			    max-tokens: 512
			    stop-sequences: END, STOP
			    presence-penalty: 0.1
			    frequency-penalty: 0.2
			    candidate-count: 2
			    seed: 7
			    response-logprobs: true
			    logprobs: 3
			    response-mime-type: text/plain
			    response-format:
			      text:
			        mimeType: TEXT_PLAIN
			    response-modalities: text, image
			    speech:
			      voice: Kore
			      language-code: en-US
			    image-config:
			      aspect-ratio: "16:9"
			      image-size: 2K
			    media-resolution: high
			    thinking-level: low
			    include-thoughts: true
			    audio-transcription-config:
			      languageCodes: en
			    translation-config:
			      targetLanguageCode: zh
			    enable-enhanced-civic-answers: true
			    enable-affective-dialog: true
			    safety-settings:
			      - category: hate-speech
			        threshold: block-only-high
			      - category: jailbreak
			        threshold: "off"
			    cached-content: cachedContents/guide
			    service-tier: flex
			    store: false
			    labels:
			      team: search
			    user: user-1
			    logit-bias:
			      "42": -100
			    tool-choice:
			      mode: any
			      names: search, book
			    parallel-tool-calls: false
			    reset-tool-choice: false
			    server-tools:
			      google-search: true
			      url-context: true
			      code-execution: true
			      google-maps: true
			      file-search: fileSearchStores/guides
			      computer-use: browser
			    extra-tools:
			      - mcpServers:
			        - name: search
			    include-server-side-tool-invocations: true
			    retrieval-config:
			      latitude: 30.25
			      longitude: 120.16
			      language-code: zh-CN
			    schema-mode: json-schema
			    function-call-ids: never
			    missing-signature: send-unsigned
			    leading-model-turn: drop
			    media-in-metadata: copy
			    keep-media: 4
			    keep-images: 2
			    on-incomplete-stream: complete
			    max-continuations: 3
			    think-tags: split
			    markdown-images: extract
			    extra-body:
			      generationConfig:
			        novelty: 3
			""";

	private static final String FEATURES = """
			qhaigc:
			  tool-calling:
			    max-rounds: 7
			    failures-as-results: true
			    parallel: true
			    sequential-tools: a, b
			  observations:
			    convention: opentelemetry
			    include-messages: true
			  structured-output:
			    check-responses: false
			  circuit-breaker:
			    window-size: 20
			    minimum-requests: 10
			    failure-rate: 25
			    open-duration: 2m
			  memory:
			    jdbc:
			      enabled: true
			      initialize-schema: always
			      continue-on-error: false
			      platform: mysql
			      schema: classpath:memory.sql
			  openai:
			    enabled: true
			  budget:
			    per-request: 0.5
			    per-minute: 1
			    per-day: 20
			    per-month: 400
			    time-zone: Asia/Shanghai
			  prices:
			    gpt-5:
			      input: 0.25
			      cached-input: 0.025
			      output: 2
			      currency: USD
			      per: 1K
			""";

	/**
	 * Properties that cannot be combined with one of the properties above, or that are an
	 * alias of one.
	 */
	private static final Set<String> ALTERNATIVES = Set.of("qhaigc.api-keys", "qhaigc.chat.model",
			"qhaigc.chat.max-output-tokens", "qhaigc.chat.thinking-budget", "qhaigc.chat.speech.speakers");

	@Test
	void bindsMediaStoreProperties() {
		QhaigcMediaStoreProperties properties = bind(CONNECTION, "qhaigc.media-store",
				QhaigcMediaStoreProperties.class);
		assertThat(properties.getType()).isEqualTo(QhaigcMediaStoreProperties.Type.FILES);
		assertThat(properties.getDirectory()).isEqualTo(Path.of("data/media"));
		assertThat(properties.getMaxSize()).isEqualTo(DataSize.ofMegabytes(32));
		assertThat(properties.getMaxAge()).isEqualTo(Duration.ofDays(30));
	}

	@Test
	void bindsEveryConnectionProperty() {
		QhaigcProperties properties = bind(CONNECTION, "qhaigc", QhaigcProperties.class);
		assertThat(properties.getApiKey()).isEqualTo("sk-1");
		assertThat(properties.getBaseUrl()).isEqualTo("https://gateway.example/proxy");
		assertThat(properties.getModel()).isEqualTo("gemini-3.8-flash");
		assertThat(properties.getEndpoint()).isEqualTo(Endpoint.UNIFIED);
		assertThat(properties.getConnectTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.getReadTimeout()).isEqualTo(Duration.ofSeconds(40));
		assertThat(properties.getRedirects()).isEqualTo(HttpRedirects.FOLLOW);
		assertThat(properties.getCookieHandling()).isEqualTo(HttpCookieHandling.DISABLE);
		assertThat(properties.getSsl().getBundle()).isEqualTo("gateway");
		assertThat(properties.getResponseTimeout()).isEqualTo(Duration.ofMinutes(2));
		assertThat(properties.getStreamIdleTimeout()).isEqualTo(Duration.ofSeconds(90));
		assertThat(properties.getCallTimeout()).isEqualTo(Duration.ofMinutes(10));
		assertThat(properties.getMaxResponseSize()).isEqualTo(DataSize.ofMegabytes(8));
		assertThat(properties.getMaxRetryAfter()).isEqualTo(Duration.ofSeconds(20));
		assertThat(properties.getRetryBudget()).isEqualTo(30);
		assertThat(properties.getMaxRetryWait()).isEqualTo(Duration.ofSeconds(45));
		assertThat(properties.getRetryAfterTimeout()).isTrue();
		assertThat(properties.getMaxConcurrentRequests()).isEqualTo(16);
		assertThat(properties.getQuota().getRequestsPerMinute()).isEqualTo(600);
		assertThat(properties.getQuota().getTokensPerMinute()).isEqualTo(100_000);
		assertThat(properties.getQuota().getConcurrentRequests()).isEqualTo(8);
		assertThat(properties.getQuota().getWhenStoreFails())
			.isEqualTo(QhaigcQuotaProperties.StoreFailurePolicy.REFUSE);
		assertThat(properties.getQuota().getStore()).isEqualTo(QhaigcQuotaProperties.Store.REDIS);
		assertThat(properties.getQuota().getMaxTenants()).isEqualTo(500);
		assertThat(properties.getQuota().getMaxWait()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.isWireLog()).isTrue();
		assertThat(properties.getHeaders()).containsExactly(Map.entry("X-Team", "travel"));
		assertThat(properties.getModels()).containsOnlyKeys("fast");
		assertThat(properties.getPool().getMaxConnections()).isEqualTo(50);
		assertThat(properties.getPool().getMaxPending()).isEqualTo(100);
		assertThat(properties.getPool().getMaxIdleTime()).isEqualTo(Duration.ofSeconds(15));
		assertThat(properties.getPool().getMaxLifeTime()).isEqualTo(Duration.ofMinutes(5));
		assertThat(properties.getFailover()).containsExactly("hk", "lite");
		assertThat(properties.getProxy().getHost()).isEqualTo("proxy.example");
		assertThat(properties.getProxy().getPort()).isEqualTo(3128);
		assertThat(properties.getProxy().getUsername()).isEqualTo("me");
		assertThat(properties.getProxy().getPassword()).isEqualTo("secret");
		assertThat(properties.getProxy().getNonProxyHosts()).containsExactly("localhost", "*.internal");
		assertThat(properties.getUnknownProperties()).isEqualTo(QhaigcProperties.UnknownProperties.FAIL);
	}

	@Test
	void bindsListsInFreeFormProperties() {
		assertThat(options("""
				qhaigc.chat.extra-body:
				  labels: [a, b]
				  generationConfig:
				    steps:
				      - name: one
				        at: [1, 2]
				      - name: two
				  "[0]": zero
				""").getExtraBody()).isEqualTo(Map.of("labels", List.of("a", "b"), "generationConfig",
				Map.of("steps", List.of(Map.of("name", "one", "at", List.of(1, 2)), Map.of("name", "two"))), "0",
				"zero"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "safety-settings[0].threshold=off", "safety-settings[0].category=jailbreak",
			"tool-choice.names=search" })
	void rejectsIncompleteSafetySettingOrToolChoice(String property) {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> options("qhaigc.chat." + property.replace("=", ": ")))
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageContaining("qhaigc.chat." + property.split("[\\[.]")[0]);
	}

	@Test
	void bindsEveryChatProperty() {
		assertThat(options(CHAT)).isEqualTo(QhaigcGeminiChatOptions.builder()
			.model("gemini-3.5-flash")
			.temperature(0.4)
			.topP(0.9)
			.topK(40)
			.maxTokens(512)
			.stopSequences(List.of("END", "STOP"))
			.presencePenalty(0.1)
			.frequencyPenalty(0.2)
			.candidateCount(2)
			.seed(7)
			.responseLogprobs(true)
			.logprobs(3)
			.responseMimeType("text/plain")
			.responseFormat(Map.of("text", Map.of("mimeType", "TEXT_PLAIN")))
			.responseModalities(List.of(Modality.TEXT, Modality.IMAGE))
			.speech(Speech.voice("Kore").withLanguageCode("en-US"))
			.imageConfig(new ImageConfig("16:9", "2K"))
			.mediaResolution(MediaResolution.HIGH)
			.thinkingLevel(Thinking.Level.LOW)
			.includeThoughts(true)
			.audioTranscriptionConfig(Map.of("languageCodes", "en"))
			.translationConfig(Map.of("targetLanguageCode", "zh"))
			.enableEnhancedCivicAnswers(true)
			.enableAffectiveDialog(true)
			.safetySettings(List.of(
					new SafetySetting(SafetySetting.Category.HATE_SPEECH, SafetySetting.Threshold.BLOCK_ONLY_HIGH),
					new SafetySetting(SafetySetting.Category.JAILBREAK, SafetySetting.Threshold.OFF)))
			.cachedContent("cachedContents/guide")
			.serviceTier(ServiceTier.FLEX)
			.store(false)
			.labels(Map.of("team", "search"))
			.user("user-1")
			.logitBias(Map.of("42", -100))
			.toolChoice(ToolChoice.any("search", "book"))
			.parallelToolCalls(false)
			.resetToolChoice(false)
			.serverTools(List.of(ServerTool.googleSearch(), ServerTool.urlContext(), ServerTool.codeExecution(),
					ServerTool.googleMaps(), ServerTool.fileSearch("fileSearchStores/guides"),
					ServerTool.computerUse(ServerTool.ComputerUse.Environment.BROWSER)))
			.extraTools(List.of(Map.of("mcpServers", List.of(Map.of("name", "search")))))
			.includeServerSideToolInvocations(true)
			.retrievalConfig(RetrievalConfig.at(30.25, 120.16).withLanguageCode("zh-CN"))
			.schemaMode(SchemaMode.JSON_SCHEMA)
			.functionCallIds(FunctionCallIds.NEVER)
			.missingSignature(MissingSignature.SEND_UNSIGNED)
			.leadingModelTurn(LeadingModelTurn.DROP)
			.mediaInMetadata(MediaInMetadata.COPY)
			.keepMedia(4)
			.keepImages(2)
			.onIncompleteStream(IncompleteStream.COMPLETE)
			.maxContinuations(3)
			.thinkTags(ThinkTags.SPLIT)
			.markdownImages(MarkdownImages.EXTRACT)
			.extraBody(Map.of("generationConfig", Map.of("novelty", 3)))
			.build());
	}

	@Test
	void setsOnlyModelByDefault() {
		assertThat(options("")).isEqualTo(QhaigcGeminiChatOptions.builder().model("gemini-3.5-flash").build());
	}

	@Test
	void usesModelAndEndpointOfConnectionProperties() {
		assertThat(options(CONNECTION))
			.isEqualTo(QhaigcGeminiChatOptions.builder().model("gemini-3.8-flash").endpoint(Endpoint.UNIFIED).build());
	}

	@Test
	void bindsMaxOutputTokens() {
		assertThat(options("qhaigc.chat.max-output-tokens: 512").getMaxTokens()).isEqualTo(512);
	}

	@Test
	void bindsThinkingBudget() {
		assertThat(options("qhaigc.chat.thinking-budget: 1024").getThinking()).isEqualTo(Thinking.budget(1024));
	}

	@Test
	void rejectsThinkingBudgetWithThinkingLevel() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> options("""
				qhaigc.chat:
				  thinking-budget: 1024
				  thinking-level: low
				""")).withMessageContainingAll("thinking-budget", "thinking-level");
	}

	@Test
	void bindsSpeakers() {
		assertThat(options("""
				qhaigc.chat.speech.speakers:
				  Ann: Kore
				  Bob: Puck
				""").getSpeech()).isEqualTo(Speech.speakers(Map.of("Ann", "Kore", "Bob", "Puck")));
	}

	@Test
	void bindsEnvironmentVariables() {
		PropertySource<?> environment = new SystemEnvironmentPropertySource("systemEnvironment", Map
			.of("QHAIGC_API_KEY", "sk-2", "QHAIGC_BASE_URL", "https://gateway.example", "QHAIGC_CHAT_TOPP", "0.5"));
		Binder binder = new Binder(ConfigurationPropertySources.from(environment));
		assertThat(binder.bind("qhaigc", QhaigcProperties.class).get()).satisfies((properties) -> {
			assertThat(properties.getApiKey()).isEqualTo("sk-2");
			assertThat(properties.getBaseUrl()).isEqualTo("https://gateway.example");
		});
		assertThat(binder.bind("qhaigc.chat", QhaigcChatProperties.class).get().getTopP()).isEqualTo(0.5);
	}

	@Test
	void bindsToolCallingProperties() {
		assertThat(bind(FEATURES, "qhaigc.tool-calling", QhaigcToolCallingProperties.class))
			.extracting("maxRounds", "failuresAsResults", "parallel", "sequentialTools")
			.containsExactly(7, true, true, List.of("a", "b"));
		assertThat(bind("", "qhaigc.tool-calling", QhaigcToolCallingProperties.class))
			.extracting("maxRounds", "failuresAsResults", "parallel", "sequentialTools")
			.containsExactly(25, false, false, List.of());
	}

	@Test
	void bindsObservationProperties() {
		assertThat(bind(FEATURES, "qhaigc.observations", QhaigcObservationProperties.class))
			.isEqualTo(new QhaigcObservationProperties(QhaigcObservationProperties.Convention.OPENTELEMETRY, true));
		assertThat(bind("", "qhaigc.observations", QhaigcObservationProperties.class))
			.isEqualTo(new QhaigcObservationProperties(QhaigcObservationProperties.Convention.SPRING_AI, false));
	}

	@Test
	void bindsStructuredOutputProperties() {
		assertThat(
				bind(FEATURES, "qhaigc.structured-output", QhaigcStructuredOutputProperties.class).isCheckResponses())
			.isFalse();
		assertThat(bind("", "qhaigc.structured-output", QhaigcStructuredOutputProperties.class).isCheckResponses())
			.isTrue();
	}

	@Test
	void bindsCircuitBreakerProperties() {
		assertThat(bind(FEATURES, "qhaigc.circuit-breaker", QhaigcCircuitBreakerProperties.class))
			.isEqualTo(new QhaigcCircuitBreakerProperties(20, 10, 25, Duration.ofMinutes(2)));
		assertThat(bind("", "qhaigc.circuit-breaker", QhaigcCircuitBreakerProperties.class))
			.isEqualTo(new QhaigcCircuitBreakerProperties(4, 1, 50, Duration.ofSeconds(30)));
	}

	@Test
	void bindsMemoryProperties() {
		QhaigcJdbcMemoryProperties properties = bind(FEATURES, "qhaigc.memory.jdbc", QhaigcJdbcMemoryProperties.class);
		assertThat(properties.isEnabled()).isTrue();
		assertThat(properties.getInitializeSchema()).isEqualTo(DatabaseInitializationMode.ALWAYS);
		assertThat(properties.isContinueOnError()).isFalse();
		assertThat(properties.getPlatform()).isEqualTo("mysql");
		assertThat(properties.getSchema()).isEqualTo("classpath:memory.sql");
		assertThat(bind("", "qhaigc.memory.jdbc", QhaigcJdbcMemoryProperties.class).isEnabled()).isFalse();
	}

	@Test
	void bindsBudgetProperties() {
		assertThat(bind(FEATURES, "qhaigc.budget", QhaigcBudgetProperties.class))
			.isEqualTo(new QhaigcBudgetProperties(new BigDecimal("0.5"), new BigDecimal("1"), new BigDecimal("20"),
					new BigDecimal("400"), ZoneId.of("Asia/Shanghai")));
		assertThat(bind("", "qhaigc.budget", QhaigcBudgetProperties.class))
			.isEqualTo(new QhaigcBudgetProperties(null, null, null, null, ZoneId.of("UTC")));
	}

	@Test
	void bindsPriceProperties() {
		QhaigcPriceProperties price = bind(FEATURES, "qhaigc.prices.gpt-5", QhaigcPriceProperties.class);
		assertThat(price.getInput()).isEqualTo("0.25");
		assertThat(price.getCachedInput()).isEqualTo("0.025");
		assertThat(price.getOutput()).isEqualTo("2");
		assertThat(price.getCurrency()).isEqualTo("USD");
		assertThat(price.getPer()).isEqualTo("1K");
	}

	@Test
	void bindsOpenAiModuleProperties() {
		assertThat(bind(FEATURES, "qhaigc.openai", QhaigcOpenAiProperties.class))
			.isEqualTo(new QhaigcOpenAiProperties(true));
		assertThat(bind("", "qhaigc.openai", QhaigcOpenAiProperties.class))
			.isEqualTo(new QhaigcOpenAiProperties(false));
	}

	/**
	 * If a record has the components {@code max} and {@code maxSize}, the annotation
	 * processor can take the comment of {@code @param maxSize} for that of {@code max}.
	 * The description of {@code max} then ends with the description of {@code maxSize}.
	 */
	@Test
	void noDescriptionEndsWithDescriptionOfAnotherProperty() {
		List<String> descriptions = ConfigurationMetadata.load()
			.properties()
			.stream()
			.map((property) -> property.path("description").asString())
			.filter((description) -> !description.isEmpty())
			.distinct()
			.toList();
		assertThat(descriptions).allSatisfy((description) -> assertThat(descriptions)
			.noneMatch((other) -> !other.equals(description) && description.endsWith(other)));
	}

	@Test
	void testsCoverEveryPropertyOfMetadata() {
		List<String> tested = Stream.of(CONNECTION, CHAT, FEATURES)
			.flatMap((yaml) -> Stream.of(source(yaml).getPropertyNames()))
			.toList();
		assertThat(ConfigurationMetadata.load().properties()).map(ConfigurationMetadata::name)
			.filteredOn((name) -> name.startsWith("qhaigc.") && !ALTERNATIVES.contains(name))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(tested).anyMatch((key) -> key.matches(name + "([.\\[].*)?")));
	}

	private static QhaigcGeminiChatOptions options(String yaml) {
		return bind(yaml, "qhaigc.chat", QhaigcChatProperties.class)
			.toOptions(bind(yaml, "qhaigc", QhaigcProperties.class));
	}

	private static <T> T bind(String yaml, String prefix, Class<T> type) {
		return new Binder(ConfigurationPropertySources.from(source(yaml))).bindOrCreate(prefix, type);
	}

	private static EnumerablePropertySource<?> source(String yaml) {
		try {
			List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("application.yml",
					new ByteArrayResource((yaml.isEmpty() ? "none: 0" : yaml).getBytes()));
			return (EnumerablePropertySource<?>) sources.get(0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
