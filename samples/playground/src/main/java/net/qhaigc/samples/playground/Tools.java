package net.qhaigc.samples.playground;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * The tools that models can call. The tools do not access the network.
 */
@Component
class Tools {

	private static final String[] SKIES = { "sunny", "cloudy", "raining", "windy" };

	private static final String[] CHINESE_SKIES = { "晴", "多云", "有雨", "有风" };

	private static final Map<String, String> CHINESE_CITIES = Map.of("北京", "Asia/Shanghai", "上海", "Asia/Shanghai", "杭州",
			"Asia/Shanghai", "东京", "Asia/Tokyo", "伦敦", "Europe/London", "纽约", "America/New_York");

	@Tool(description = "Get the weather in a city (天气)")
	Weather weather(@ToolParam(description = "the name of the city") String city) {
		int hash = Math.floorMod(city.toLowerCase(Locale.ROOT).hashCode(), 1_000);
		return new Weather(city, SKIES[hash % SKIES.length], 12 + hash % 20, "example data, not a weather service");
	}

	@Tool(description = "Get the current time and date of a time zone (时间)")
	String currentTime(@ToolParam(description = "an IANA time zone, such as Asia/Shanghai") String timeZone) {
		return ZonedDateTime.now(zone(timeZone)).truncatedTo(ChronoUnit.SECONDS).toString();
	}

	/**
	 * Find the zone even if a model omits the continent, or passes the name of a city in
	 * Chinese.
	 */
	private static ZoneId zone(String requested) {
		String name = CHINESE_CITIES.getOrDefault(requested, requested);
		String city = name.substring(name.lastIndexOf('/') + 1).replace(' ', '_');
		return ZoneId.getAvailableZoneIds()
			.stream()
			.filter((id) -> id.equalsIgnoreCase(name)
					|| id.toLowerCase(Locale.ROOT).endsWith("/" + city.toLowerCase(Locale.ROOT)))
			.findFirst()
			.map(ZoneId::of)
			.orElseThrow(() -> new IllegalArgumentException(
					"Unknown time zone '%s'. Use a name such as Asia/Shanghai.".formatted(requested)));
	}

	/** Return the Chinese word for the sky of a {@link Weather}. */
	static String chineseSky(String sky) {
		int index = Arrays.asList(SKIES).indexOf(sky);
		return (index >= 0) ? CHINESE_SKIES[index] : sky;
	}

	record Weather(String city, String sky, int celsius, String source) {

	}

}
