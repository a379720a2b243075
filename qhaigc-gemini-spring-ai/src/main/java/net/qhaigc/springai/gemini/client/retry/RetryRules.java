package net.qhaigc.springai.gemini.client.retry;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.springframework.core.retry.RetryTemplate;

/**
 * The rules that decide whether requests are sent and retried.
 *
 * @param template the template whose policy and listener are used
 * @param allowsRetry whether, after a failure, a request waits and is then retried; the
 * policy must allow this too
 * @param allowsSending whether a request can be sent
 */
public record RetryRules(RetryTemplate template, Predicate<Throwable> allowsRetry, BooleanSupplier allowsSending) {

}
