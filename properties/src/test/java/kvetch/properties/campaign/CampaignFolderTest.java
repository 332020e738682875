package kvetch.properties.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kvetch.properties.Stretch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignFolderTest {
    @TempDir
    private Path place;

    private static JsonObject of(String name) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        return json;
    }

    private CampaignFolder folder() throws IOException {
        return CampaignFolder.of(place.resolve("folder"), of("one")).get();
    }

    @Test
    void whatIsKeptIsThereWhenTheFolderIsOpenedAgain() throws IOException {
        Shard shard = new Shard(12, new Stretch(0, 2000), of("result"));
        folder().keep(shard);
        folder().keep(shard);
        assertThat(folder().shards()).containsExactly(12);
        assertThat(folder().shard(12).get()).isEqualTo(shard);
    }

    @Test
    void whatWasLeftHalfWrittenIsNoShard() throws IOException {
        CampaignFolder folder = folder();
        Path half = Files.writeString(place.resolve("folder").resolve(".shard-of-one-who-was-killed"), "{\"fro");
        assertThat(folder.shards()).isEmpty();
        assertThat(CampaignFolder.of(place.resolve("folder"), of("one")).isRight())
                .isTrue();
        folder.tidy();
        assertThat(half).doesNotExist();
    }

    @Test
    void anotherCampaignIsNotMixedWithIt() throws IOException {
        folder();
        assertThat(CampaignFolder.of(place.resolve("folder"), of("another")).getLeft())
                .isEqualTo("is that of another campaign: {\"name\":\"one\"}");
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Files.writeString(place.resolve("thesis.tex"), "");
        assertThat(CampaignFolder.of(place, of("one")).getLeft())
                .isEqualTo("holds other things than a campaign; name a folder that is new, empty, or of this campaign");
        assertThat(CampaignFolder.at(place).getLeft())
                .isEqualTo("is not the folder of a campaign: there is no campaign.json in it");
        try (Stream<Path> files = Files.list(place)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatNoCampaignWroteIsNamed() throws IOException {
        CampaignFolder folder = folder();
        Files.writeString(place.resolve("folder").resolve("shard-000003.json"), "{}");
        assertThat(folder.shard(3).getLeft()).isEqualTo("has a file that no campaign wrote: shard-000003.json");
        Files.writeString(place.resolve("folder").resolve("shard-000003.json"), "{\"from\":");
        assertThat(folder.shard(3).getLeft()).isEqualTo("has a file that no campaign wrote: shard-000003.json");
    }
}
