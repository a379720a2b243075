package net.qhaigc.samples.playground;

import java.util.List;
import java.util.UUID;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP API for the HTTP exchanges and the search suggestions of the most recent
 * turns.
 */
@RestController
@RequestMapping("/api/turns/{id}")
class TurnController {

	/**
	 * The search suggestions are HTML with styles. The page displays them in a frame
	 * without scripts.
	 */
	private static final String SUGGESTIONS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
			+ "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

	private final RecentTurns turns;

	TurnController(RecentTurns turns) {
		this.turns = turns;
	}

	@GetMapping("/exchanges")
	ResponseEntity<List<HttpExchange.View>> exchanges(@PathVariable UUID id) {
		return ResponseEntity.of(this.turns.find(id.toString())
			.map((turn) -> turn.exchanges().stream().map(HttpExchange::view).toList()));
	}

	@GetMapping(path = "/suggestions", produces = MediaType.TEXT_HTML_VALUE)
	ResponseEntity<String> suggestions(@PathVariable UUID id) {
		return this.turns.find(id.toString())
			.map(Turn::searchSuggestions)
			.map((html) -> ResponseEntity.ok()
				.header(PageSecurityFilter.POLICY_HEADER, SUGGESTIONS_POLICY)
				.body("<!doctype html><meta charset=utf-8><base target=_blank>" + html))
			.orElseGet(() -> ResponseEntity.notFound().build());
	}

}
