package io.l7mp.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class OptionsTest {
    @Test
    void takesTheCommandLineOfTheReference() {
        var arguments = new Options("-c", "a.yaml", "-s", "-l", "silly", "-o", "init", "-i", "lo, eth0")
                .arguments();

        assertThat(arguments)
                .isEqualTo(new Arguments("a.yaml", true, "silly", "init", List.of("lo", "eth0"), false));
    }

    @Test
    void leavesToTheFileWhatIsNotGiven() {
        var arguments = new Options().arguments();

        assertThat(arguments).isEqualTo(new Arguments("", false, "", "", List.of(), false));
    }

    @Test
    void refusesWhatItDoesNotKnowOrThatIsNotWhole() {
        assertThatThrownBy(() -> new Options("--colour")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new Options("-i")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new Options("file.yaml")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> new Options("-c", "").arguments()).isInstanceOf(ParameterException.class);
    }

    @Test
    void helpNamesEveryOptionThatIsNotHidden() {
        var help = Program.resource("help.txt");

        var names = Options.spec().options().stream().filter(option -> !option.hidden())
                .flatMap(option -> List.of(option.names()).stream()).toList();

        assertThat(names).hasSize(14)
                .allSatisfy(name -> assertThat(help).containsPattern("(?m)" + name + "\\b"));
    }
}
