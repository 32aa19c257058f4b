package patina.app.gui;

import javax.swing.Action;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.jspecify.annotations.Nullable;
import patina.app.session.JobProgress;

/** The foot of the window: where things stand, and while a job runs its stage, share, time left and a way to stop it. */
final class JobBar extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final int EVERY_MS = 200;

    private final JLabel place = new JLabel();
    private final JLabel part = new JLabel();
    private final JProgressBar bar = new JProgressBar(0, 1000);
    private final JButton cancel;
    private final Timer timer;
    private transient @Nullable JobProgress progress;

    JobBar(Action cancelling) {
        super(new MigLayout("insets 3 12 3 12, fillx, hidemode 3", "[grow, fill][][180!][]", "[24!, center]"));
        setBorder(BorderFactory.createMatteBorder(1, 0, 0, 0, Theme.line()));
        place.setName("status");
        part.setName("job");
        cancel = new JButton(cancelling);
        cancel.setText("Cancel");
        cancel.setIcon(null);
        add(place, "wmin 0");
        add(part);
        add(bar, "growx");
        add(cancel);
        timer = new Timer(EVERY_MS, e -> update());
        running(null);
    }

    /** What runs, or null. */
    void running(@Nullable JobProgress job) {
        progress = job;
        boolean runs = job != null;
        part.setVisible(runs);
        bar.setVisible(runs);
        cancel.setVisible(runs);
        if (runs) {
            cancel.setText("Cancel");
            timer.start();
            update();
        } else {
            timer.stop();
        }
    }

    private void update() {
        JobProgress job = progress;
        if (job != null) {
            String left = job.left();
            part.setText(job.part() + (left.isEmpty() ? "" : "  ·  " + left + " left"));
            bar.setValue((int) Math.round(1000 * job.share()));
            bar.setToolTipText(Math.round(100 * job.share()) + " %");
        }
    }

    void say(String text) {
        place.setText(text);
        place.setToolTipText(text);
    }
}
