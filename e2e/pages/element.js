/** A sample application that imports the custom element. */
import 'koji-embed/element';
