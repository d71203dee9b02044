"""How whoever signs a competency proves who they are: as strongly as its rule wants it."""

from logbook.domain.sign_off_rule import SignOffRule, Strength
from logbook.domain.signatures import Proven
from logbook.web.presence import Asked, SigningForm, asked, proof_in


def proof_for(form: SigningForm, rule: SignOffRule) -> Proven | None:
    """None when what was sent will not do, which the form then says."""
    strong = rule.strength is Strength.STRONG
    return proof_in(form, strong=strong, needed=strong)


def asked_for(rule: SignOffRule) -> Asked:
    """What the page has to ask for."""
    found = asked(strong=rule.strength is Strength.STRONG)
    return found if rule.strength is Strength.STRONG else found.unasked()
