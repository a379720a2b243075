package net.qhaigc.springai.gemini.quota;

import org.jspecify.annotations.Nullable;

/**
 * The limits that the requests of one tenant share.
 *
 * @param slots limits the number of requests in progress; null for no limit
 * @param requests limits the requests per minute; null for no limit
 * @param tokens limits the model's tokens per minute; null for no limit
 */
record QuotaScope(@Nullable Slots slots, @Nullable TokenBucket requests, @Nullable TokenBucket tokens) {

}
