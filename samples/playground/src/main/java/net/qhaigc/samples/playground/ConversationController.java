package net.qhaigc.samples.playground;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.content.Media;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP API for the conversations of the playground.
 */
@RestController
@RequestMapping("/api/conversations")
class ConversationController {

	/**
	 * The browser displays audio, video and media of these types. It downloads all other
	 * media instead of displaying it, because such media could contain scripts.
	 */
	private static final Set<String> DISPLAYED_TYPES = Set.of("image/png", "image/jpeg", "image/webp", "image/gif",
			"application/pdf");

	private final Assistant assistant;

	private final ConversationRepository conversations;

	private final RecentTurns turns;

	ConversationController(Assistant assistant, ConversationRepository conversations, RecentTurns turns) {
		this.assistant = assistant;
		this.conversations = conversations;
		this.turns = turns;
	}

	@GetMapping
	List<ConversationRepository.Summary> conversations(@RequestParam(name = "q", required = false) @Nullable String q) {
		return StringUtils.hasText(q) ? this.conversations.search(q.strip()) : this.conversations.findAll();
	}

	@GetMapping("/{id}")
	List<ConversationRepository.Entry> conversation(@PathVariable UUID id) {
		return this.conversations.findEntries(id.toString());
	}

	@DeleteMapping("/{id}")
	void delete(@PathVariable UUID id) {
		this.conversations.delete(id.toString());
	}

	@PutMapping("/{id}/folder")
	void move(@PathVariable UUID id, @RequestBody Folder folder) {
		this.conversations.move(id.toString(), folder.name().strip());
	}

	/**
	 * Closing the connection before the last event cancels the request to the gateway.
	 */
	@PostMapping(path = "/{id}/messages", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<ChatEvent> send(@PathVariable UUID id, @RequestBody ChatRequest request) {
		return this.assistant.stream(id.toString(), request);
	}

	/** Store the messages of a turn whose request set {@code stored} to false. */
	@PostMapping("/{id}/turns/{turn}")
	ResponseEntity<Void> keep(@PathVariable UUID id, @PathVariable UUID turn) {
		List<Message> messages = this.turns.find(turn.toString()).map(Turn::takeMessages).orElse(List.of());
		if (messages.isEmpty()) {
			return ResponseEntity.notFound().build();
		}
		this.conversations.add(id.toString(), messages);
		return ResponseEntity.noContent().build();
	}

	@GetMapping("/{id}/file")
	ConversationFile export(@PathVariable UUID id) {
		return this.conversations.exportFile(id.toString());
	}

	@PutMapping("/{id}/file")
	void importFile(@PathVariable UUID id, @RequestBody ConversationFile file) {
		this.conversations.importFile(id.toString(), file);
	}

	@GetMapping("/{id}/media/{entry}/{index}")
	ResponseEntity<byte[]> media(@PathVariable UUID id, @PathVariable int entry, @PathVariable int index) {
		Media media = this.conversations.findMedia(id.toString(), entry, index);
		if (media == null) {
			return ResponseEntity.notFound().build();
		}
		String type = media.getMimeType().toString();
		boolean displayed = DISPLAYED_TYPES.contains(type) || type.startsWith("audio/") || type.startsWith("video/");
		ResponseEntity.BodyBuilder response = ResponseEntity.ok()
			.contentType(displayed ? MediaType.parseMediaType(type) : MediaType.APPLICATION_OCTET_STREAM)
			.header(PageSecurityFilter.POLICY_HEADER, "default-src 'none'; sandbox")
			.header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600");
		if (!displayed) {
			response.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().build().toString());
		}
		return response.body(media.getDataAsByteArray());
	}

	@ExceptionHandler
	@ResponseStatus(HttpStatus.BAD_REQUEST)
	String handleIllegalArgument(IllegalArgumentException ex) {
		return String.valueOf(ex.getMessage());
	}

	/**
	 * The folder to which a conversation is moved. An empty name removes the conversation
	 * from its folder.
	 */
	record Folder(String name) {

		Folder {
			Assert.notNull(name, "The name of a folder must not be null");
		}

	}

}
