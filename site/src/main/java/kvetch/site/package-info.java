/**
 * Makes a static site of README, docs and the examples' pages, with a search that needs no network, and checks each link of it.
 * {@link kvetch.site.Site} is the way in; {@code .ci/site} runs it.
 */
package kvetch.site;
