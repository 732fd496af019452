package tally.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tally.migrate.invocation.CommandName;
import tally.migrate.invocation.Option;

/** Prints what lets a shell complete the commands and options. */
@Command(
    name = "completion",
    description = "Prints a script with which bash or zsh complete commands and options.",
    footer = {
      "",
      "Example, for a jar that is called by an alias or a script, here tally:",
      "  alias tally='java -jar /srv/tally/app.jar'",
      "  source <(tally completion tally)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Surroundings around;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      defaultValue = "tally",
      description = "What the jar is called by; tally unless given.")
  private String name = "";

  CompletionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw Failure.usage("NAME must be the name of a command: letters, digits, dots, dashes.");
    }
    var root = spec.root().commandLine();
    MigrateCommand.NAMES.forEach(word -> root.addSubcommand(word, migrate()));
    around.out().print(AutoComplete.bash(name, root));
    return 0;
  }

  /** The migrator's own command line, which picocli knows nothing of. */
  private static CommandLine migrate() {
    var migrate = new CommandLine(CommandSpec.create());
    for (CommandName command : CommandName.values()) {
      var words = CommandSpec.create();
      for (Option option : Option.values()) {
        if (command.takes(option)) {
          words.addOption(
              OptionSpec.builder(option.flag()).arity(option.takesValue() ? "1" : "0").build());
        }
      }
      migrate.addSubcommand(command.word(), new CommandLine(words));
    }
    return migrate;
  }
}
