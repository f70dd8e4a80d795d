#include "scene.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lpsglass::report {

void Scene::include(Spot at) {
    left_ = std::min(left_, at.x);
    right_ = std::max(right_, at.x);
    bottom_ = std::min(bottom_, at.y);
    top_ = std::max(top_, at.y);
}

void Scene::add(Shape shape) {
    for (std::size_t i = 0; i < shape.x.size(); ++i) {
        const double r = shape.extra.empty() ? 0.0 : shape.extra[i];
        include({shape.x[i] - r, shape.y[i] - r});
        include({shape.x[i] + r, shape.y[i] + r});
    }
    shapes_.push_back(std::move(shape));
}

void Scene::line(const std::string& name, double depth, const std::vector<Spot>& spots,
                 const std::string& style) {
    Shape shape{name, depth, {}, {}, {}, "using 1:2 with lines " + style};
    for (const Spot& spot : spots) {
        shape.x.push_back(spot.x);
        shape.y.push_back(spot.y);
    }
    add(std::move(shape));
}

void Scene::polygon(const std::string& name, double depth, const std::vector<Spot>& corners,
                    const std::string& style) {
    std::vector<Spot> closed = corners;
    closed.push_back(corners.front()); // or its border would have a gap
    line(name, depth, closed, style);
    shapes_.back().plot = "using 1:2 with filledcurves closed " + style;
}

void Scene::arrow(const std::string& name, double depth, Spot from, Spot to, const std::string& style) {
    line(name, depth, {from, to}, style);
    // One row: from and how far. The second spot was for the limits.
    Shape& shape = shapes_.back();
    shape.extra = {to.x - from.x, to.y - from.y};
    shape.plot = "arrow " + style;
}

void Scene::circle(const std::string& name, double depth, Spot centre, double radius,
                   const std::string& colour) {
    add({name,
         depth,
         {centre.x},
         {centre.y},
         {radius},
         "using 1:2:3 with circles fc rgb '" + colour + "' fs solid 1.0 border lc rgb '#222222'"});
}

void Scene::label(Spot at, const std::string& text, const std::string& style) {
    include(at);
    labels_.push_back(fmt::format("{} at {},{} center front {}", gnuplot_enhanced(text), gnuplot_number(at.x),
                                  gnuplot_number(at.y), style));
}

std::string Scene::place(Figure& figure, const std::string& prefix, double bottom, double top,
                         double units) const {
    std::vector<const Shape*> order;
    for (const Shape& shape : shapes_)
        order.push_back(&shape);
    std::ranges::stable_sort(order, std::less<>(), [](const Shape* shape) { return shape->depth; });

    const double middle = 0.5 * (left_ + right_), centre = 0.5 * (bottom_ + top_);
    const double tall = units * figure.aspect * (top - bottom);
    std::string script = fmt::format(
        "unset border\nunset tics\nunset grid\nunset key\nset lmargin at screen 0\nset rmargin at screen "
        "1\nset bmargin at "
        "screen {:.6f}\nset tmargin at screen {:.6f}\nset xrange [{}:{}]\nset yrange [{}:{}]\nunset label\n",
        bottom, top, gnuplot_number(middle - 0.5 * units), gnuplot_number(middle + 0.5 * units),
        gnuplot_number(centre - 0.5 * tall), gnuplot_number(centre + 0.5 * tall));
    for (const std::string& label : labels_)
        script += "set label " + label + '\n';
    std::string plots;
    for (const Shape* shape : order) {
        Table table{prefix + shape->name, {{"x", "A", shape->x}, {"y", "A", shape->y}}};
        std::string plot = shape->plot;
        if (plot.starts_with("arrow ")) {
            table.columns = {{"x", "A", {shape->x[0]}},
                             {"y", "A", {shape->y[0]}},
                             {"dx", "A", {shape->extra[0]}},
                             {"dy", "A", {shape->extra[1]}}};
            plot = "using 1:2:3:4 with vectors " + plot.substr(6);
        } else if (!shape->extra.empty()) {
            table.columns.push_back({"radius", "A", shape->extra});
        }
        plots +=
            fmt::format("{} index '[{}]' {}", plots.empty() ? "plot data" : ", \\\n  ''", table.name, plot);
        figure.tables.push_back(std::move(table));
    }
    return script + plots + "\n";
}

void stack(Figure& figure, const std::vector<std::pair<std::string, const Scene*>>& scenes) {
    double wide = 0.0, tall = 0.0;
    const double room = 1.06;
    for (const auto& [prefix, scene] : scenes) {
        wide = std::max(wide, room * scene->width());
        tall += room * scene->height();
    }
    figure.aspect = tall / wide;
    figure.script = "set multiplot\n";
    double top = 1.0;
    for (const auto& [prefix, scene] : scenes) {
        const double bottom = top - room * scene->height() / tall;
        figure.script += scene->place(figure, prefix, std::max(bottom, 0.0), top, wide);
        top = bottom;
    }
    figure.script += "unset multiplot\n";
}

} // namespace lpsglass::report
