package net.qhaigc.springai.gemini.client.retry;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.springframework.core.retry.RetryTemplate;

/**
 * The rules that decide whether requests are sent and retried.
 *
 * @param template the template whose policy and listener are used
 * @param allowsRetry whether a request waits and is then retried after a failure, if the
 * policy allows this too
 * @param allowsSending whether a request can be sent
 */
public record RetryRules(RetryTemplate template, Predicate<Throwable> allowsRetry, BooleanSupplier allowsSending) {

}
