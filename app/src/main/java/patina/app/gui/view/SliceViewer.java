package patina.app.gui.view;

import javax.swing.JPanel;

/** Skeleton. */
public final class SliceViewer extends JPanel implements AutoCloseable {
    private final transient VolumeStack stack;
    private final transient ViewModel model;
    private final transient ViewModel.Listener follower = new ViewModel.Listener() {
        @Override
        public void changed(ViewModel.Aspect aspect) {
            repaint();
        }
    };

    public SliceViewer(VolumeStack stack, ViewModel model) {
        this.stack = stack;
        this.model = model;
        setToolTipText(stack.name());
        model.addListener(follower);
    }

    /** What is shown. */
    public VolumeStack stack() {
        return stack;
    }

    /** Follows the model no more. */
    @Override
    public void close() {
        model.removeListener(follower);
    }
}
