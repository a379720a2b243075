/**
 * Tools of MCP servers, which run as programs on this computer or are reached over HTTP.
 */
package net.qhaigc.samples.mcp;
