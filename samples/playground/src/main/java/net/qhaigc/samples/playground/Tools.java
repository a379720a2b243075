package net.qhaigc.samples.playground;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * What the models may call. Nothing here leaves this machine.
 */
@Component
class Tools {

	private static final String[] SKIES = { "sunny", "cloudy", "raining", "windy" };

	@Tool(description = "Tells the weather in a city (天气)")
	Weather weather(@ToolParam(description = "the name of the city") String city) {
		int luck = Math.floorMod(city.toLowerCase(Locale.ROOT).hashCode(), 1_000);
		return new Weather(city, SKIES[luck % SKIES.length], 12 + luck % 20, "made up: the playground asks no one");
	}

	@Tool(description = "Tells the current time and date in a time zone (时间)")
	String currentTime(@ToolParam(description = "an IANA time zone, such as Asia/Shanghai") String timeZone) {
		return ZonedDateTime.now(zone(timeZone)).truncatedTo(ChronoUnit.SECONDS).toString();
	}

	/** Models like to leave the continent out. */
	private static ZoneId zone(String name) {
		String city = name.substring(name.lastIndexOf('/') + 1).replace(' ', '_');
		return ZoneId.getAvailableZoneIds()
			.stream()
			.filter((id) -> id.equalsIgnoreCase(name)
					|| id.toLowerCase(Locale.ROOT).endsWith("/" + city.toLowerCase(Locale.ROOT)))
			.findFirst()
			.map(ZoneId::of)
			.orElseThrow(() -> new IllegalArgumentException(
					"There is no time zone '%s'. Names are such as Asia/Shanghai.".formatted(name)));
	}

	record Weather(String city, String sky, int celsius, String source) {

	}

}
