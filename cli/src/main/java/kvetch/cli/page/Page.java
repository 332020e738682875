package kvetch.cli.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import kvetch.cli.console.Text;
import kvetch.cli.console.Version;
import kvetch.cli.picture.Markup;
import kvetch.cli.picture.Stylesheet;
import kvetch.cli.picture.Svg;

/**
 * One HTML file that needs nothing else: no network, and no script to be read. It is well-formed XML too, and its security policy
 * lets no script run but its own.
 */
public final class Page {
    private final Markup page = new Markup();
    private final String script;
    private String picture = "";

    /**
     * A page that has begun: what is written next belongs to its head, below the headline.
     *
     * @param headline what it says, in a sentence without its stop
     * @param results the id of the heading that the results stand below
     * @param style what it needs beside the style of all pages; may be empty
     * @param script what it runs at its end; may be empty
     */
    public Page(String headline, String results, String style, String script) {
        this.script = script.isEmpty() ? "" : inScript(script);
        head(headline, Stylesheet.of(Page.class, "page.css") + style);
        page.open("body").line();
        page.element("a", "Skip to the results", "class", "skip", "href", "#" + results)
                .line();
        page.open("header").line();
        page.element("p", "Kvetch", "class", "brand").line();
        page.element("h1", Character.toUpperCase(headline.charAt(0)) + headline.substring(1) + ".")
                .line();
    }

    private void head(String headline, String style) {
        page.markup("<!DOCTYPE html>").line();
        page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").line();
        page.open("head").line();
        page.empty("meta", "charset", "utf-8").line();
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        page.empty("meta", "name", "color-scheme", "content", "light dark").line();
        page.empty("meta", "name", "generator", "content", "kvetch " + Version.number())
                .line();
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy())
                .line();
        page.element("title", "Kvetch: " + headline).line();
        page.open("style")
                .markup("/*<![CDATA[*/\n" + Stylesheet.PICTURES + style + "/*]]>*/")
                .end();
        page.end();
    }

    private String policy() {
        return "default-src 'none'; style-src 'unsafe-inline'; "
                + (script.isEmpty() ? "" : "script-src '" + digest(script) + "'; ")
                + "base-uri 'none'; form-action 'none'";
    }

    /** What all is written with. */
    public Markup markup() {
        return page;
    }

    /** A number below the headline, and what it counts. */
    public void tally(long number, String words, String id, String style) {
        page.open("li", "class", style);
        page.element("b", Text.grouped(number), "data-tally", id).text(" " + words);
        page.end();
    }

    /**
     * A picture with what it is called; it scrolls if it is wider than the page, and then the keyboard gets there.
     *
     * @param caption what else there is to say of it; may be empty
     */
    public void picture(String svg, String name, String caption) {
        if (picture.isEmpty()) picture = svg;
        page.open("figure").line();
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", name)
                .markup(svg)
                .end();
        if (!caption.isEmpty()) page.element("figcaption", caption).line();
        page.end();
    }

    /** The first picture as a file of its own; empty if there is none. */
    public String firstPicture() {
        return picture.isEmpty() ? "" : Svg.alone(picture);
    }

    /** Ends the head; what is written next is what the page is about. */
    public void main() {
        page.end();
        page.open("main").line();
    }

    /**
     * Ends the page.
     *
     * @param footer how it came to be
     * @param data what the script works with, as JSON that can stand in an element; empty without one
     */
    public String end(String footer, String data) {
        page.end();
        page.open("footer").line();
        page.element("p", footer).line();
        page.end();
        if (!script.isEmpty()) {
            page.open("script", "type", "application/json", "id", "data")
                    .markup(data)
                    .end();
            page.open("script").markup(script).end();
        }
        page.end();
        return page.end().toString();
    }

    /** What is in the element of the script, for whoever reads HTML and whoever reads XML. */
    private static String inScript(String script) {
        return "//<![CDATA[\n" + script + "//]]>";
    }

    private static String digest(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
