package net.qhaigc.springai.gemini;

import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the API of the library: the public types of its API packages, and the types
 * that their signatures expose. A new public type must be added to the list in this
 * class, so that no type becomes public by accident.
 */
class PublicApiTests {

	private static final String ROOT = "net.qhaigc.springai.gemini";

	private static final Set<String> API_PACKAGES = Set.of(ROOT, ROOT + ".options", ROOT + ".metadata",
			ROOT + ".client", ROOT + ".client.error", ROOT + ".media", ROOT + ".memory", ROOT + ".rendering");

	/** Types that are public only because other packages of the library use them. */
	private static final Set<String> INTERNAL = Set.of("client.error.GatewayErrors", "client.error.TransportErrors",
			"client.error.StatusRules", "client.error.Redactor");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption((location) -> !location.contains("qhaigc-gemini-test"))
		.importPackages(ROOT);

	@Test
	void publicTypesAreListed() {
		assertThat(publicTypes().map(PublicApiTests::name)).containsExactlyInAnyOrder("""
				ApiKeyResolver
				MediaToolCallResultConverter
				QhaigcGeminiChatModel
				QhaigcGeminiChatModel.Builder
				QhaigcGeminiWarmUp
				QuotaKeyResolver
				client.CallDeadline
				client.GatewayRequest
				client.GatewayRequest.Builder
				client.GatewayResponse
				client.QhaigcClient
				client.QhaigcClient.Builder
				client.QuotaRequest
				client.RequestCondition
				client.RequestQuota
				client.RequestQuota.Permit
				client.RoundRobinApiKey
				client.SpendingLimits
				client.TokenCounts
				client.error.BudgetExceededException
				client.error.FailureKind
				client.error.GatewayFailure
				client.error.GatewayProblem
				client.error.QhaigcNonTransientException
				client.error.QhaigcTransientException
				client.error.RateLimits
				client.error.ResponseHead
				media.ContentAddressedMediaStore
				media.ContentAddressedMediaStore.Content
				media.FileMediaStore
				media.InMemoryMediaStore
				media.MediaStore
				media.MissingMediaException
				media.StoredMedia
				memory.MessageCodec
				metadata.AttemptedToolCall
				metadata.Citation
				metadata.CodeExecution
				metadata.Cost
				metadata.Grounding
				metadata.GroundingSource
				metadata.GroundingSource.Image
				metadata.GroundingSource.Place
				metadata.GroundingSource.RetrievedContext
				metadata.GroundingSource.Review
				metadata.GroundingSource.Unknown
				metadata.GroundingSource.Web
				metadata.GroundingSupport
				metadata.LogProbabilities
				metadata.LogProbabilities.Step
				metadata.LogProbabilities.Token
				metadata.PromptFeedback
				metadata.QhaigcGeminiMetadata
				metadata.ResponsePart
				metadata.ResponsePart.Code
				metadata.ResponsePart.CodeResult
				metadata.ResponsePart.GeneratedMedia
				metadata.ResponsePart.Text
				metadata.RetrievedUrl
				metadata.SafetyRating
				metadata.ServerToolUse
				metadata.TextRange
				metadata.TokenUsage
				metadata.TokenUsage.ModalityTokenCount
				metadata.WavAudio
				options.Endpoint
				options.FunctionCallIds
				options.ImageConfig
				options.IncompleteStream
				options.LeadingModelTurn
				options.MarkdownImages
				options.MediaInMetadata
				options.MediaOptions
				options.MediaOptions.Processing
				options.MediaOptions.Resolution
				options.MediaResolution
				options.MissingSignature
				options.Modality
				options.ModelPrice
				options.Prices
				options.QhaigcGeminiChatOptions
				options.QhaigcGeminiChatOptions.Builder
				options.RetrievalConfig
				options.SafetySetting
				options.SafetySetting.Category
				options.SafetySetting.Threshold
				options.SchemaMode
				options.ServerTool
				options.ServerTool.CodeExecution
				options.ServerTool.ComputerUse
				options.ServerTool.ComputerUse.Environment
				options.ServerTool.FileSearch
				options.ServerTool.GoogleMaps
				options.ServerTool.GoogleSearch
				options.ServerTool.UrlContext
				options.ServiceTier
				options.Speech
				options.ThinkTags
				options.Thinking
				options.Thinking.Budget
				options.Thinking.Level
				options.ToolChoice
				options.ToolChoice.Mode
				rendering.ResponseRenderer""".split("\n"));
	}

	@Test
	void signaturesExposeNoTypesOfInternalPackages() {
		assertThat(publicTypes()
			.flatMap((type) -> Stream.concat(supertypes(type),
					type.getMembers().stream().filter(PublicApiTests::isVisible).flatMap(PublicApiTests::exposedTypes)))
			.filter((exposed) -> exposed.matches(".* (codec|wire|client\\.(body|connection|retry|scheduling))\\..*")))
			.isEmpty();
	}

	private static Stream<String> supertypes(JavaClass type) {
		return Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
			.map((supertype) -> name(type) + " extends " + name(supertype));
	}

	private static Stream<String> exposedTypes(JavaMember member) {
		Stream<JavaType> types = (member instanceof JavaCodeUnit method) ? Stream
			.of(Stream.of(method.getReturnType()), method.getParameterTypes().stream(),
					method.getExceptionTypes().stream())
			.flatMap((each) -> each) : member.getAllInvolvedRawTypes().stream().map(JavaType.class::cast);
		return types.flatMap((type) -> type.getAllInvolvedRawTypes().stream())
			.map((type) -> name(member.getOwner()) + "." + member.getName() + " exposes " + name(type));
	}

	private static boolean isVisible(JavaMember member) {
		return member.getModifiers().contains(JavaModifier.PUBLIC)
				|| member.getModifiers().contains(JavaModifier.PROTECTED);
	}

	private static Stream<JavaClass> publicTypes() {
		return CLASSES.stream()
			.filter((type) -> API_PACKAGES.contains(type.getPackageName()))
			.filter(PublicApiTests::isPublic)
			.filter((type) -> !INTERNAL.contains(name(type)));
	}

	/** Whether a type and all its enclosing types are public. */
	private static boolean isPublic(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(PublicApiTests::isPublic).orElse(true);
	}

	private static String name(JavaClass type) {
		return type.getName().replace(ROOT + ".", "").replace('$', '.');
	}

}
