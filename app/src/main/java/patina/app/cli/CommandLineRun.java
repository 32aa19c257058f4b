package patina.app.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import patina.app.session.Complaint;
import patina.app.session.DesktopStarter;
import patina.app.session.Session;
import patina.app.session.Stage;
import patina.blocks.Cancelled;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run of the command line. Exit codes: 0 done, 1 the job failed, 2 wrong usage, 130 stopped by the user. */
public final class CommandLineRun {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int STOPPED = 130;
    private static final int SECONDS_TO_STOP = 20;

    private final Session session;
    private final DesktopStarter desktop;
    private final PrintStream out;
    private final PrintStream err;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    public CommandLineRun(Session session, DesktopStarter desktop, PrintStream out, PrintStream err) {
        this.session = session;
        this.desktop = desktop;
        this.out = out;
        this.err = err;
    }

    /** From now on Ctrl-C and a termination signal let the job end in order, as long as that takes no longer than 20 s. */
    public void stopOnSignals() {
        Thread hook = new Thread(
                () -> {
                    stopped.set(true);
                    try {
                        finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "patina-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Does what the arguments say and gives the exit code. */
    public int execute(String... arguments) {
        try {
            return commandLine(arguments).execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return complain(e, arguments);
        } catch (LinkageError e) {
            // A Java that is ending initialises no more classes.
            if (stopped.get()) {
                err.println(new Cancelled().getMessage());
                return STOPPED;
            }
            throw e;
        } finally {
            out.flush();
            err.flush();
            finished.countDown();
        }
    }

    private CommandLine commandLine(String[] arguments) {
        Desk desk = new Desk(session, desktop, out, err, stopped);
        CommandLine line = new CommandLine(new PatinaCommand());
        Map<String, Supplier<Object>> commands = commands(desk);
        // To read what all of them understand takes longer than many a job: where one is named, that one will do.
        boolean named = arguments.length > 0 && commands.containsKey(arguments[0]);
        commands.forEach((name, command) -> {
            if (!named || name.equals(arguments[0])) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        ITypeConverter<Double> number = text -> parsed(text, Double::valueOf, "a number");
        ITypeConverter<Integer> whole = text -> parsed(text, Integer::valueOf, "a whole number");
        ITypeConverter<Long> large = text -> parsed(text, Long::valueOf, "a whole number");
        line.registerConverter(double.class, number).registerConverter(Double.class, number);
        line.registerConverter(int.class, whole).registerConverter(Integer.class, whole);
        line.registerConverter(long.class, large).registerConverter(Long.class, large);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler(this::wrongUsage);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command, arguments));
        return line;
    }

    /** The commands by name, in the order in which the help lists them. */
    private static Map<String, Supplier<Object>> commands(Desk desk) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(desk));
        commands.put("import", () -> new ImportCommand(desk));
        commands.put("info", () -> new InfoCommand(desk));
        commands.put("run", () -> new RunCommand(desk));
        for (Stage stage : Stage.values()) {
            commands.put(stage.key(), () -> new StageCommand(desk, stage));
        }
        commands.put("register-pair", () -> new RegisterPairCommand(desk));
        commands.put("export", () -> new ExportCommand(desk));
        commands.put("report", () -> new ReportCommand(desk));
        commands.put("phantom", () -> new PhantomCommand(desk));
        commands.put("score", () -> new ScoreCommand(desk));
        commands.put("detectability", () -> new DetectabilityCommand(desk));
        commands.put(
                "statistics",
                () -> new CommandLine(new StatisticsCommand()).addSubcommand(new ExtremeValueCommand(desk)));
        commands.put(
                "bench",
                () -> new CommandLine(new BenchCommand(desk))
                        .addSubcommand(new CoverageCommand(desk))
                        .addSubcommand(new DamageBenchCommand(desk))
                        .addSubcommand(new RegistrationBenchCommand(desk))
                        .addSubcommand(new DisplacementBenchCommand(desk)));
        commands.put("config", () -> new ConfigCommand(desk));
        commands.put("gui", () -> new GuiCommand(desk));
        return commands;
    }

    /** What a text says, or that it is not what was wanted, in a user's words rather than a programmer's. */
    private static <T> T parsed(String text, Function<String, T> parse, String wanted) {
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not " + wanted);
        }
    }

    private int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String message =
                e.getMessage() == null ? "Wrong usage." : e.getMessage().strip();
        err.println(message + (message.endsWith(".") ? "" : "."));
        if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return USAGE;
    }

    private int failed(Exception e, CommandLine command, String[] arguments) {
        if (e instanceof Cancelled) {
            err.println(e.getMessage());
            return STOPPED;
        }
        if (e instanceof UsageException) {
            err.println(e.getMessage());
            err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
            return USAGE;
        }
        return complain(e, arguments);
    }

    private int complain(Throwable e, String[] arguments) {
        err.println(Complaint.sentence(e, arguments));
        if (wantsTrace(arguments)) {
            e.printStackTrace(err);
        }
        return FAILED;
    }

    private static boolean wantsTrace(String[] arguments) {
        for (String argument : arguments) {
            if (argument.equals("--verbose")) {
                return true;
            }
        }
        return "1".equals(System.getenv("PATINA_DEBUG"));
    }
}
